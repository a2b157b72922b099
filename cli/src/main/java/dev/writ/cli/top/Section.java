package dev.writ.cli.top;

/** A part of the screen, from the top down: what waits for a person comes first. */
public enum Section {
    APPROVALS("Waiting for you", "nothing waits for you"),
    TASKS("Tasks", "no task is live"),
    GRANTS("Grants", "no grant is live");

    private final String heading;
    private final String nothing;

    Section(String heading, String nothing) {
        this.heading = heading;
        this.nothing = nothing;
    }

    String heading() {
        return heading;
    }

    String nothing() {
        return nothing;
    }
}
