package dev.writ.label;

/** What an identity argument names. */
public enum IdentityKind {
    /** Somebody or something outside, found by an address that works for everybody: e-mail, URL, host, account number. */
    ADDRESS,

    /** A machine on a network, with a port: whatever of it an address in the user's words leads to. */
    HOST,

    /** A user, group or channel that the tool's own server knows. */
    PARTY,

    /** The thing that is changed: an id, path, branch, database, or a name of one. */
    OBJECT;

    /** Whether it reaches the same from wherever it is used, so that anybody can have set it up. */
    boolean isForEverybody() {
        return switch (this) {
            case ADDRESS, HOST -> true;
            case PARTY, OBJECT -> false;
        };
    }
}
