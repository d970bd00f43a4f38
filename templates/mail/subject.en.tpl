{{! plain text }}Your telephone {{MODEL}} is registered
