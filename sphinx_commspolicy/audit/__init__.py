"""Reading a policy that exists already, before there is any YAML.

:mod:`.reading` takes the words out of a file, :mod:`.elements` tells which parts of a policy are
there, :mod:`.draft` writes down the facts that can be read from it, and :mod:`.report` runs the
rules that need no facts.
"""
