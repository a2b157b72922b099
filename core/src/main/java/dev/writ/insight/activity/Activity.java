package dev.writ.insight.activity;

/** What happened: the names under which it is counted; those that do not apply are empty. */
public record Activity(Stage stage, String agent, String subject, String detail) {
    /** Stands for all agents together: kept as rows of its own, since most questions do not tell agents apart. */
    public static final String ANY_AGENT = "*";

    Activity ofAnyAgent() {
        return new Activity(stage, ANY_AGENT, subject, detail);
    }
}
