package dev.writ.tool.git;

/** A name and mail address as git records them. */
public record Identity(String name, String email) {
    /** Who makes Writ's commits where nothing else is configured. */
    public static final Identity WRIT = new Identity("Writ", "writ@localhost");

    public Identity {
        if (name.isBlank() || email.isBlank()) {
            throw new IllegalArgumentException("a git identity needs a name and an address");
        }
    }

    @Override
    public String toString() {
        return name + " <" + email + ">";
    }
}
