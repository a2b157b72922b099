package dev.writ.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code writ bench}: measures, prints a report in Markdown and keeps it in a file. */
@Command(
        name = "writ bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measure Writ beside its peers and print a report in Markdown.")
public final class Main implements Callable<Integer> {
    private static final List<Measurement> ALL = List.of(
            new PermissionChecks(),
            new GatewayCalls(),
            new AuditCost(),
            new McpCalls(),
            new FileAndQueryCalls(),
            new ToolRequests(),
            new EngineThroughput(),
            new ThreeStepTasks(),
            new CostCurves(),
            new TaskCost(),
            new TelemetryCost(),
            new StartUp(),
            new Recovery(),
            new WaitingAgents(),
            new StreamClients(),
            new SustainedLoad(),
            new SandboxedCommands(),
            new AnalyticsQuestions(),
            new AgentDojo(),
            new AttackTools(),
            new NeedlessGrants(),
            new ToolPredictions());

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "Measure little: rough figures within a few minutes.")
    boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Measure only this: permission, gateway, audit, mcp, files, tools, engine, tasks, curves, cost, telemetry, "
                            + "start, recovery, waiting, streams, sustained, sandbox, analytics, agentdojo, asb, grants or prediction.")
    List<String> only = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to keep the report (default: bench/target/report.md).")
    Path out = Installation.home().resolve("bench/target/report.md");

    @Option(
            names = "--eval",
            paramLabel = "DIR",
            description = "Folder of public benchmark data (default: ../shared/eval beside the checkout).")
    Path evaluation = Installation.home().resolve("../shared/eval").normalize();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Measurement> chosen = chosen();
        Path file = out.toAbsolutePath();
        Path folder = dataFolder(Objects.requireNonNull(file.getParent()));
        // Also where it is broken off with Ctrl-C.
        Thread cleaning = new Thread(() -> Folders.remove(folder));
        Runtime.getRuntime().addShutdownHook(cleaning);
        Plan plan = new Plan(quick, folder, evaluation, System.err::println);
        Report report = new Report(Machine.at(folder), quick);
        boolean complete = true;
        for (Measurement measurement : chosen) {
            plan.say("Measuring: " + measurement.title() + "…");
            double load = Machine.load();
            long from = System.nanoTime();
            List<Row> rows;
            try {
                rows = measurement.measure(plan);
            } catch (Exception e) {
                complete = false;
                e.printStackTrace();
                rows = List.of(Row.missing(measurement.title(), e.toString()));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            report.add(measurement, rows, new Report.Effort(took, load, Machine.load()));
            Files.writeString(file, report.toString());
        }
        System.out.print(report);
        plan.say("The report is in " + file + ".");
        return complete ? 0 : 1;
    }

    private List<Measurement> chosen() {
        for (String name : only) {
            if (ALL.stream().noneMatch(measurement -> measurement.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no measurement '" + name + "'. Use one of: "
                                + String.join(
                                        ", ",
                                        ALL.stream().map(Measurement::name).toList()) + ".");
            }
        }
        return ALL.stream()
                .filter(measurement -> only.isEmpty() || only.contains(measurement.name()))
                .toList();
    }

    /** Beside the report, since a system's folder for temporary files may be in memory, where every commit is fast. */
    private Path dataFolder(Path parent) {
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, "data-");
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The report and the data cannot be written to " + parent + ". Name another place with --out.",
                    e);
        }
    }
}
