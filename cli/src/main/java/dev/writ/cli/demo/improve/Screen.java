package dev.writ.cli.demo.improve;

/** Where the demonstration says what happens while it happens. */
public interface Screen {
    /** A heading. */
    void heading(String text);

    /**
     * Something that happened.
     *
     * @param time as ISO 8601, of the demonstration's clock
     * @param what one word or two
     */
    void line(String time, String what, String text);
}
