package dev.writ.server.api;

import dev.writ.improvement.Experiment;
import dev.writ.improvement.effect.Effects;
import dev.writ.improvement.effect.Sample;
import dev.writ.improvement.gate.Measure;
import dev.writ.improvement.gate.Stage;
import java.util.Locale;
import java.util.Optional;

/** Where an experiment stands, and what is missing to a verdict, in plain words. */
record Standing(Experiment experiment, Effects effects, Optional<Evidence> evidence) {
    String sentence() {
        return switch (experiment.state()) {
            case WAITING -> because("It waits for a person to agree; until then nothing is tried");
            case RUNNING -> "It is on trial" + stage() + ". " + measured() + " " + missing();
            case PAUSED -> because("It is paused" + stage()) + " " + measured() + " Resume it for more.";
            case PROMOTED -> because("Version " + experiment.candidate() + " was kept") + " " + measured();
            case REJECTED -> because("It was rejected, and version " + experiment.candidate() + " never became active");
            case ROLLED_BACK -> because("Version " + experiment.candidate() + " was taken back") + " " + measured();
        };
    }

    private String because(String what) {
        String reason = experiment.reason().strip();
        if (reason.isEmpty()) {
            return what + ".";
        }
        return what
                + (Character.isUpperCase(reason.codePointAt(0)) ? ". " : ": ")
                + reason
                + (reason.matches("(?s).*[.!?]") ? "" : ".");
    }

    private String stage() {
        return switch (experiment.stage()) {
            case VALIDATION -> ", being checked against schema, bounds and policy";
            case REPLAY -> " on recorded tasks";
            case SHADOW -> " beside real tasks, without effect";
            case CANARY -> " with a part of the real tasks";
            case FULL -> ": its version is active, and watched";
        };
    }

    private String measured() {
        Sample difference = effects.of(Measure.SCORE).difference();
        if (difference.count() == 0) {
            return "No pair of tasks was measured yet.";
        }
        String so = (difference.count() == 1 ? "In one pair" : "In " + difference.count() + " pairs")
                + " of tasks it scores "
                + (difference.mean() == 0
                        ? "the same"
                        : number(Math.abs(difference.mean())) + (difference.mean() > 0 ? " higher" : " lower"));
        return so
                + difference
                        .interval()
                        .map(in -> " (95 % interval " + number(in.low()) + " to " + number(in.high()) + ").")
                        .orElse(".");
    }

    private String missing() {
        if (experiment.stage() == Stage.VALIDATION) {
            return "What passes is tried on recorded tasks next.";
        }
        return evidence.flatMap(found -> found.last().map(look -> lacking(found, look)))
                .orElse("There is no verdict until enough pairs are measured.");
    }

    private static String lacking(Evidence evidence, Evidence.Look look) {
        Optional<Evidence.Guardrail> broken = evidence.guardrails().stream()
                .filter(one -> one.state() == Evidence.Guardrail.State.BROKEN)
                .findFirst();
        if (broken.isPresent()) {
            return "A guardrail is broken: " + broken.orElseThrow().rule();
        }
        if (look.gain() >= evidence.keepAt()) {
            return "The evidence for it is enough.";
        }
        if (look.harm() >= evidence.dropAt()) {
            return "The evidence against it is enough.";
        }
        return "The evidence for it is " + number(look.gain()) + " of the " + number(evidence.keepAt())
                + " that a verdict takes, against it " + number(look.harm()) + " of " + number(evidence.dropAt())
                + "; more pairs decide.";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.2f", value == 0 ? 0.0 : value);
    }
}
