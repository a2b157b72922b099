package dev.writ.improvement.world;

import dev.writ.improvement.gate.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of the changes of one truth, over many seeds. */
final class Tally {
    private final Truth truth;
    private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    private final List<Integer> tasks = new ArrayList<>();
    private final List<String> unlike = new ArrayList<>();
    private int keptByPeeking;

    Tally(Truth truth) {
        this.truth = truth;
    }

    /** Runs a world for each seed, the plants in turn. */
    static Tally of(Surroundings surroundings, Truth truth, int seeds) {
        Tally tally = new Tally(truth);
        for (int seed = 0; seed < seeds; seed++) {
            Plant plant = Plants.ALL.get(seed % Plants.ALL.size());
            try (World world = new World(surroundings, plant, truth, 1_000L * truth.ordinal() + seed)) {
                tally.add(world.run(), plant.aim(), world + ", seed " + seed);
            }
        }
        return tally;
    }

    private void add(World.Result result, Measure aim, String title) {
        fates.merge(result.fate(), 1, Integer::sum);
        tasks.add(result.tasks());
        keptByPeeking += Peeking.keeps(result.outcomes(), aim) ? 1 : 0;
        if (result.fate() != truth.deserved()) {
            unlike.add(title + ": " + result.fate() + ". " + result.reason());
        }
    }

    Share share(Fate fate) {
        return new Share(fates.getOrDefault(fate, 0), tasks.size());
    }

    Share keptByPeeking() {
        return new Share(keptByPeeking, tasks.size());
    }

    /** Those that another fate met than they deserved, each in a sentence. */
    List<String> unlike() {
        return unlike;
    }

    private long medianTasks() {
        return tasks.stream().sorted().skip((tasks.size() - 1) / 2).findFirst().orElse(0);
    }

    /** A row of a table, after {@link #HEAD}. */
    String row() {
        StringBuilder row = new StringBuilder("| " + truth.title() + " | " + tasks.size());
        Arrays.stream(Fate.values()).forEach(fate -> row.append(" | ").append(fates.getOrDefault(fate, 0)));
        return row.append(String.format(Locale.ROOT, " | %d | %s |", medianTasks(), keptByPeeking()))
                .toString();
    }

    static final String HEAD = """
            | the change | worlds | kept | taken back | given up | not found | tasks until then, median | kept by peeking |
            |---|---|---|---|---|---|---|---|""";
}
