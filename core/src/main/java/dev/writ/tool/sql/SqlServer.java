package dev.writ.tool.sql;

import dev.writ.entity.Tuning;
import dev.writ.permission.QueryDefinitions;
import dev.writ.tool.Operation;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The {@code sql_lite} tool server. Safe for use by many threads. */
public final class SqlServer implements ToolServer, QueryDefinitions {
    /** Name of the server and of its one tool. */
    public static final String NAME = "sql_lite";

    private final RegisteredDatabases databases;
    private final List<Operation> operations;

    /**
     * @param sources by the name of their database, in the order in which they are listed
     * @param clock what "24h ago" is counted from
     */
    public SqlServer(Map<String, SqlSource> sources, InstantSource clock) {
        this(sources, clock, SqlLimits.standard());
    }

    /** With the same limits everywhere. */
    public SqlServer(Map<String, SqlSource> sources, InstantSource clock, SqlLimits limits) {
        this(sources, clock, tree -> limits);
    }

    /** With the numbers that hold in the tree of each call. */
    public SqlServer(Map<String, SqlSource> sources, InstantSource clock, Tuning tuning) {
        this(sources, clock, tree -> SqlLimits.standard().tuned(tuning, tree));
    }

    private SqlServer(Map<String, SqlSource> sources, InstantSource clock, QueryRunner.LimitsOfTree limits) {
        this.databases = new RegisteredDatabases(sources);
        QueryRunner runner = new QueryRunner(limits);
        this.operations = List.of(
                new ListDatabases(databases),
                new ListQueries(databases),
                new ExecuteQuery(databases, runner, clock),
                new DescribeDatabase(databases, runner));
    }

    @Override
    public Map<String, String> hashes() {
        return databases.definitions();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(
                NAME,
                "Runs named, read-only queries over Writ's own records and declared databases.",
                SecurityLevel.STANDARD,
                Duration.ofHours(24),
                List.of()));
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }
}
