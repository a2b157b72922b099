package dev.writ.cli.top;

/** How text is shown; what it says is never told by the colour alone. */
public enum Style {
    PLAIN("", ""),
    BOLD("1", "1"),
    DIM("2", "2"),
    GOOD("32", ""),
    WAIT("33;1", "1"),
    BAD("31", ""),
    BAR("7", "7");

    private final String colour;
    private final String plain;

    Style(String colour, String plain) {
        this.colour = colour;
        this.plain = plain;
    }

    /** The parameters of the escape sequence, with colours or without; empty for none. */
    String code(boolean colours) {
        return colours ? colour : plain;
    }
}
