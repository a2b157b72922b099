package dev.writ.label;

/** Where what an operation gives back comes from. */
public enum Source {
    /** Writ itself: its catalogue, its own words, what it did. */
    OWN(Integrity.TRUSTED, Confidentiality.PUBLIC),

    /** What the user keeps, and others may have written: files, mail, messages, records. */
    KEPT(Integrity.UNTRUSTED, Confidentiality.PRIVATE),

    /** What anybody can write and anybody can read, for instance a page of the web. */
    WORLD(Integrity.UNTRUSTED, Confidentiality.PUBLIC);

    private final Integrity integrity;
    private final Confidentiality confidentiality;

    Source(Integrity integrity, Confidentiality confidentiality) {
        this.integrity = integrity;
        this.confidentiality = confidentiality;
    }

    /** The label of anything that comes from there. */
    public Label label() {
        return new Label(integrity, confidentiality);
    }
}
