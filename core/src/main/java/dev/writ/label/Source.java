package dev.writ.label;

/** Where what an operation gives back comes from. */
public enum Source {
    /** Writ itself: its catalogue, its own words, what it did. */
    OWN(Label.CLEAN),

    /** What the user keeps, and others may have written: files, mail, messages, records. */
    KEPT(Label.WORST),

    /** What anybody can write and anybody can read, for instance a page of the web. */
    WORLD(new Label(Integrity.UNTRUSTED, Confidentiality.PUBLIC));

    private final Label label;

    Source(Label label) {
        this.label = label;
    }

    /** The label of anything that comes from there. */
    public Label label() {
        return label;
    }
}
