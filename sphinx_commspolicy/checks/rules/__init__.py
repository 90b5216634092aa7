"""One rule a module: the module's name, with hyphens, is the rule's; ``RULE`` declares it."""
