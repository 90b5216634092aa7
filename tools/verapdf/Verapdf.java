// Validates PDF files against PDF/UA-1 with veraPDF's library. Status 1 where a file fails.

import java.io.FileInputStream;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Verapdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
        boolean failed = files.length == 0;
        for (String file : files) {
            try (InputStream stream = new FileInputStream(file);
                    PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                    PDFAValidator validator =
                            Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                int failures = 0;
                for (TestAssertion assertion : result.getTestAssertions()) {
                    if (assertion.getStatus() != TestAssertion.Status.FAILED) continue;
                    if (failures++ < 20) {
                        System.out.println("  " + assertion.getRuleId().getClause() + "-"
                                + assertion.getRuleId().getTestNumber() + ": "
                                + assertion.getMessage() + " at "
                                + assertion.getLocation().getContext());
                    }
                }
                failed |= !result.isCompliant();
                System.out.println(file + ": PDF/UA-1 " + (result.isCompliant() ? "passed" : "FAILED")
                        + ", " + failures + " failures, " + result.getTotalAssertions() + " checks");
            }
        }
        System.exit(failed ? 1 : 0);
    }
}
