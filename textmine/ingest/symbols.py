"""Signs that Word takes from the fonts Symbol and Wingdings, as characters that every font has."""

# Signs of the fonts Symbol and Wingdings, which lie in the private area of Unicode.
SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0E0: "→", 0xF0DF: "←", 0xF0F3: "↔", 0xF0FC: "✓", 0xF0FB: "✗",
            0xF04A: "☺", 0xF04B: "😐", 0xF04C: "☹", 0xF0A8: "◻", 0xF0FE: "☑", 0xF06F: "□", 0xF02D: "-"}  # fmt: skip
"""By code point."""
