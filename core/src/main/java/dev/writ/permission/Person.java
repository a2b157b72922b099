package dev.writ.permission;

/** Who acts in an event, an approval or a grant: {@code person:NAME} for a person, other words for agents and Writ itself. */
final class Person {
    private static final String PREFIX = "person:";

    private Person() {}

    /** Whether this is a person of some name that can be read. */
    static boolean is(String by) {
        return by.startsWith(PREFIX) && !by.substring(PREFIX.length()).isBlank() && !Quoted.hasTricks(by);
    }
}
