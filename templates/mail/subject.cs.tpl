{{! plain text }}Váš telefon {{MODEL}} je zaregistrován
