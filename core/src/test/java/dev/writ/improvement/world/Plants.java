package dev.writ.improvement.world;

import dev.writ.entity.Tunable;
import dev.writ.insight.Opportunity;
import java.util.List;

/** One for each typed change that a detector's finding is answered with. */
final class Plants {
    private static final String QUERY = "{\"query\":\"sales\"}";
    private static final String REST = "{\"query\":\"sales\",\"parameters\":{\"from\":200}}";
    private static final String FILE = "{\"path\":\"ledger.txt\"}";
    private static final String REST_OF_FILE = "{\"path\":\"ledger.txt\",\"offset\":200}";

    static final List<Plant> ALL = List.of(
            new PoorLimit.TooShort(Tunable.COMMAND_SECONDS, "execute_command", "{\"argv\":[\"make\"]}"),
            new PoorLimit.TooShort(Tunable.QUERY_SECONDS, "execute_query", QUERY),
            new PoorLimit.TooLow(Tunable.QUERY_ROWS, "execute_query", QUERY, REST),
            new PoorLimit.TooLow(Tunable.READ_LINES, "read_file", FILE, REST_OF_FILE),
            new PoorLimit.TooHigh(Tunable.QUERY_ROWS, "execute_query", QUERY),
            new PoorLimit.TooHigh(Tunable.READ_LINES, "read_file", FILE),
            new PoorAgent.MissingTool(Opportunity.Kind.TOOL_ROUND_TRIPS, 0.8),
            new PoorAgent.MissingTool(Opportunity.Kind.DENIED_THEN_GRANTED, 0.8),
            new PoorAgent.MissingTool(Opportunity.Kind.ALWAYS_REQUESTED, 0.97),
            new PoorAgent.IdleTool(),
            new PoorAgent.LongDocument(),
            new PoorAgent.Circling(),
            new PoorInstruction.Repeating(),
            new PoorInstruction.NotAsking(),
            new PoorInstruction.NamedInVain(),
            new PoorLimit.Regressed(Tunable.QUERY_ROWS, "execute_query", QUERY));

    private Plants() {}

    /** For instance {@code time_cut terminal}. */
    static String title(Plant plant) {
        return plant.found().id() + " " + plant.entity();
    }
}
