package dev.writ.label;

/** What an identity argument names. */
public enum IdentityKind {
    /** Somebody or something outside, found by an address that works for everybody: e-mail, URL, host, account number. */
    ADDRESS,

    /** A user, group or channel that the tool's own server knows. */
    PARTY,

    /** The thing that is changed: an id, path, branch, database, or a name of one. */
    OBJECT
}
