package dev.writ.label;

import java.util.Locale;

/**
 * What is known of where a text came from. Labels form a lattice: what is made from several texts carries their join, and
 * nothing that an agent does lowers a label.
 */
public record Label(Integrity integrity, Confidentiality confidentiality) {
    /** Nothing seen yet: the user's own words and Writ's. */
    public static final Label CLEAN = new Label(Integrity.TRUSTED, Confidentiality.PUBLIC);

    /** What nothing is known of. */
    public static final Label WORST = new Label(Integrity.UNTRUSTED, Confidentiality.PRIVATE);

    public Label join(Label other) {
        return new Label(integrity.join(other.integrity), confidentiality.join(other.confidentiality));
    }

    /** Whether joining the other changes nothing. */
    public boolean covers(Label other) {
        return join(other).equals(this);
    }

    public boolean isUntrusted() {
        return integrity == Integrity.UNTRUSTED;
    }

    public boolean isPrivate() {
        return confidentiality == Confidentiality.PRIVATE;
    }

    /** The label of two stored words; anything that is not one of theirs counts as the worse. */
    public static Label read(String integrity, String confidentiality) {
        return new Label(
                integrity.equals(Integrity.TRUSTED.id()) ? Integrity.TRUSTED : Integrity.UNTRUSTED,
                confidentiality.equals(Confidentiality.PUBLIC.id()) ? Confidentiality.PUBLIC : Confidentiality.PRIVATE);
    }

    /** As people read it, for instance {@code untrusted, private}. */
    @Override
    public String toString() {
        return (integrity + ", " + confidentiality).toLowerCase(Locale.ROOT);
    }
}
