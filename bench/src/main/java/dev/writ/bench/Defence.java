package dev.writ.bench;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What stands between an agent that obeys everybody and its tools. */
interface Defence {
    String name();

    /** @param needed the tools that the request's own calls use */
    Session begin(String prompt, Set<String> needed, Set<String> all);

    /** What becomes of a call. */
    enum Answer {
        RUNS,
        ASKS_A_PERSON,
        REFUSED
    }

    /** One request. */
    interface Session {
        Answer about(DojoCall call);

        /** The call ran and gave this. */
        void gave(DojoCall call, JsonNode output);
    }
}
