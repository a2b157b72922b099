package dev.writ.improvement.world;

import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.gate.Measure;
import dev.writ.insight.Opportunity;
import tools.jackson.databind.node.ObjectNode;

/** A number of a tool that is too low or too high. */
abstract class PoorLimit implements Plant {
    private final Tunable tunable;
    private final long poor;
    private final long answer;
    private final String operation;
    private final String arguments;

    /** @param arguments JSON, of a call that runs into the limit */
    PoorLimit(Tunable tunable, long poor, long answer, String operation, String arguments) {
        this.tunable = tunable;
        this.poor = poor;
        this.answer = answer;
        this.operation = tunable.entity() + "." + operation;
        this.arguments = arguments;
    }

    String operation() {
        return operation;
    }

    String arguments() {
        return arguments;
    }

    long poor() {
        return poor;
    }

    Tunable tunable() {
        return tunable;
    }

    @Override
    public EntityKind kind() {
        return EntityKind.TOOL;
    }

    @Override
    public String entity() {
        return tunable.entity();
    }

    @Override
    public ObjectNode answer() {
        return tunable.patch(answer);
    }

    @Override
    public void poorFromTheBeginning(Definitions definitions) {
        set(definitions, poor);
    }

    void set(Definitions definitions, long number) {
        int active = definitions.get(kind(), entity()).activeVersion();
        definitions.update(kind(), entity(), tunable.patch(number), active, Change.by("person:ann", "as I like it"));
    }

    /** Seven of ten tasks have work that is ended before its time, and mostly fail then. */
    static final class TooShort extends PoorLimit {
        TooShort(Tunable tunable, String operation, String arguments) {
            super(tunable, 5, 10, operation, arguments);
        }

        @Override
        public Opportunity.Kind found() {
            return Opportunity.Kind.TIME_CUT;
        }

        @Override
        public Measure aim() {
            return Measure.SCORE;
        }

        @Override
        public void before(Traces task) {
            if (task.chance(0.7)) {
                task.cut(operation(), arguments(), "time", 1_000 * poor());
                task.succeedsTimes(0.25);
            } else {
                task.call(operation(), arguments());
            }
        }

        @Override
        public void good(Traces task) {
            task.call(operation(), arguments(), 1_300 * poor(), 2_000);
        }

        /** What hangs, hangs longer. */
        @Override
        public void neutral(Traces task) {
            before(task);
            task.takesTimes(1.03);
        }

        /** What hangs, keeps from others what they need. */
        @Override
        public void harmful(Traces task) {
            before(task);
            task.succeedsTimes(0.2);
        }
    }

    /** Most results are cut, the rest is asked for afterwards, and something is overlooked all the same. */
    static final class TooLow extends PoorLimit {
        private final String rest;

        /** @param rest the arguments of the second call */
        TooLow(Tunable tunable, String operation, String arguments, String rest) {
            super(tunable, 200, 400, operation, arguments);
            this.rest = rest;
        }

        @Override
        public Opportunity.Kind found() {
            return Opportunity.Kind.LIMIT_TOO_LOW;
        }

        @Override
        public Measure aim() {
            return Measure.SCORE;
        }

        @Override
        public void before(Traces task) {
            if (task.chance(0.8)) {
                task.cut(operation(), arguments(), "size", 200);
                task.call(operation(), rest);
                task.succeedsTimes(0.35);
            } else {
                task.call(operation(), arguments());
            }
        }

        @Override
        public void good(Traces task) {
            task.call(operation(), arguments());
        }

        /** In one long result as much is overlooked as in two short ones. */
        @Override
        public void neutral(Traces task) {
            task.call(operation(), arguments());
            task.succeedsTimes(task.chance(0.8) ? 0.35 : 1);
        }

        /** In a long result the agent finds nothing any more. */
        @Override
        public void harmful(Traces task) {
            neutral(task);
            task.succeedsTimes(0.2);
        }
    }

    /** Most results are far larger than anybody can use, and take their time. */
    static final class TooHigh extends PoorLimit {
        TooHigh(Tunable tunable, String operation, String arguments) {
            super(tunable, 4_000, 2_000, operation, arguments);
        }

        @Override
        public Opportunity.Kind found() {
            return Opportunity.Kind.LIMIT_TOO_HIGH;
        }

        @Override
        public Measure aim() {
            return Measure.TIME;
        }

        @Override
        public void before(Traces task) {
            if (task.chance(0.8)) {
                task.call(operation(), arguments(), 900, 250_000);
                task.takesTimes(2);
            } else {
                task.call(operation(), arguments());
            }
        }

        @Override
        public void good(Traces task) {
            task.call(operation(), arguments());
        }

        /** What takes so long is something else. */
        @Override
        public void neutral(Traces task) {
            task.call(operation(), arguments());
            task.takesTimes(task.chance(0.8) ? 2 : 1);
        }

        /** What was needed is no longer there. */
        @Override
        public void harmful(Traces task) {
            neutral(task);
            task.succeedsTimes(0.4);
        }
    }

    /** After a week in which all was well a person raises the limit, and each call takes four times as long. */
    static final class Regressed extends PoorLimit {
        private static final long BEFORE = 1_000;

        Regressed(Tunable tunable, String operation, String arguments) {
            super(tunable, 2 * BEFORE, BEFORE, operation, arguments);
        }

        @Override
        public Opportunity.Kind found() {
            return Opportunity.Kind.REGRESSION;
        }

        @Override
        public Measure aim() {
            return Measure.TIME;
        }

        @Override
        public void poorFromTheBeginning(Definitions definitions) {
            // All is well at first.
        }

        @Override
        public void poorLater(Definitions definitions) {
            set(definitions, poor());
        }

        @Override
        public void early(Traces task) {
            task.call(operation(), arguments(), 100, 2_000);
        }

        @Override
        public void before(Traces task) {
            task.call(operation(), arguments(), 400, 2_000);
            task.takesTimes(2);
        }

        @Override
        public void good(Traces task) {
            early(task);
        }

        /** It became slower by itself at that time. */
        @Override
        public void neutral(Traces task) {
            before(task);
        }

        /** People rely on the rows by now. */
        @Override
        public void harmful(Traces task) {
            before(task);
            task.succeedsTimes(0.4);
        }
    }
}
