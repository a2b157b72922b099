package dev.writ.insight;

import dev.writ.entity.EntityKind;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The same command line run several times, and slow on average. */
record SlowCommands(Database database, int leastRuns, Duration slow) implements Detector {
    private static final int EVIDENCE = 10;

    @Override
    public List<Opportunity> detect(Period period) {
        Map<String, List<CommandRun>> byCommand = new TreeMap<>();
        CommandRun.forEach(
                database,
                period.from(),
                period.until(),
                run -> byCommand
                        .computeIfAbsent(run.command(), command -> new ArrayList<>())
                        .add(run));
        return byCommand.values().stream()
                .filter(runs -> runs.size() >= leastRuns && average(runs).compareTo(slow) >= 0)
                .map(SlowCommands::opportunity)
                .sorted(Comparator.comparingDouble(
                                (Opportunity found) -> found.before().value())
                        .reversed())
                .toList();
    }

    private static Duration average(List<CommandRun> runs) {
        return runs.stream()
                .map(CommandRun::duration)
                .reduce(Duration.ZERO, Duration::plus)
                .dividedBy(runs.size());
    }

    private static Opportunity opportunity(List<CommandRun> runs) {
        double average = average(runs).toNanos() / 1e6;
        return new Opportunity(
                Opportunity.Kind.SLOW_COMMAND,
                EntityKind.TOOL,
                "terminal",
                runs.getFirst().command(),
                "The command '%s' was run %d times and is slow."
                        .formatted(runs.getFirst().command(), runs.size()),
                "A faster configuration or a narrower command lowers its average duration.",
                runs.stream().map(CommandRun::call).limit(EVIDENCE).toList(),
                new Opportunity.Measure("average_duration", average, "ms"));
    }
}
