package dev.writ.model.playbook.skill;

import dev.writ.model.playbook.reading.PrintedNumber;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Commands;
import dev.writ.model.playbook.tools.Commands.Run;
import dev.writ.model.playbook.turn.SkillStops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several runs of one command: what they show, and how much they differ. Of times the shortest counts, since whatever else
 * the machine does can only add to them; of printed numbers the median.
 *
 * @param failed the run that failed, if one did; the numbers mean nothing then
 */
record Measurement(double value, double spread, Optional<Run> failed) {
    private static final int RUNS = 3;
    private static final int MORE_RUNS = 4;
    private static final double SMALLEST_GAIN = 0.03;
    private static final double CALM = 0.1;

    /** Measures; where times differ much, since the machine does other things too, with more runs. */
    static Measurement of(Commands commands, Intent.Optimise wanted) {
        List<Run> runs = new ArrayList<>(commands.repeat(wanted.command(), "", RUNS));
        Measurement measured = of(runs, wanted);
        if (!measured.isUnsettled(wanted)) {
            return measured;
        }
        runs.addAll(commands.repeat(wanted.command(), "", MORE_RUNS));
        return of(runs, wanted);
    }

    private boolean isUnsettled(Intent.Optimise wanted) {
        return wanted.metric().isEmpty() && failed.isEmpty() && spread > CALM * value;
    }

    private static Measurement of(List<Run> runs, Intent.Optimise wanted) {
        Optional<Run> failed = runs.stream().filter(run -> !run.ok()).findFirst();
        if (failed.isPresent()) {
            return new Measurement(0, 0, failed);
        }
        double[] values =
                runs.stream().mapToDouble(run -> value(run, wanted)).sorted().toArray();
        if (wanted.metric().isEmpty()) {
            return new Measurement(values[0], values[1] - values[0], Optional.empty());
        }
        double median = values[values.length / 2];
        return new Measurement(
                median, Math.max(values[values.length - 1] - median, median - values[0]), Optional.empty());
    }

    private static double value(Run run, Intent.Optimise wanted) {
        if (wanted.metric().isEmpty()) {
            return run.milliseconds();
        }
        return PrintedNumber.find(run.stdout() + "\n" + run.stderr(), wanted.metric())
                .orElseThrow(() -> new SkillStops(
                        "not_found",
                        "`" + run.line() + "` prints no number called " + wanted.metric()
                                + ", so there is nothing to improve by; nothing was changed."));
    }

    /** Better than the other by more than the runs differ among themselves. */
    boolean betterThan(Measurement other, boolean higherIsBetter) {
        double gain = higherIsBetter ? value - other.value : other.value - value;
        double margin = Math.max(SMALLEST_GAIN * Math.abs(other.value), Math.max(spread, other.spread) / 2);
        return failed.isEmpty() && gain > margin;
    }

    boolean worseThan(Measurement other, boolean higherIsBetter) {
        return failed.isPresent() || other.betterThan(this, higherIsBetter);
    }

    String words(Intent.Optimise wanted) {
        return failed.isPresent()
                ? "a failing command"
                : wanted.metric().isEmpty() ? Layout.milliseconds(value) : wanted.metric() + " " + Layout.number(value);
    }
}
