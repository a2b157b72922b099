package dev.writ.improvement.world;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.improvement.gate.Measure;
import dev.writ.insight.Opportunity;
import tools.jackson.databind.node.ObjectNode;

/** A line that an agent's instruction lacks, or has in vain. */
abstract class PoorInstruction implements Plant {
    static final String USUAL = "Read first.\nThen act.";

    private final Opportunity.Kind found;
    private final Measure aim;
    private final String answer;

    PoorInstruction(Opportunity.Kind found, Measure aim, String answer) {
        this.found = found;
        this.aim = aim;
        this.answer = answer;
    }

    @Override
    public Opportunity.Kind found() {
        return found;
    }

    @Override
    public Measure aim() {
        return aim;
    }

    @Override
    public EntityKind kind() {
        return EntityKind.AGENT;
    }

    @Override
    public String entity() {
        return PoorAgent.AGENT;
    }

    @Override
    public ObjectNode answer() {
        return Json.object().put("instruction", answer);
    }

    /** The agent does not heed the change. */
    @Override
    public void neutral(Traces task) {
        before(task);
    }

    /** It heeds nothing else any more. */
    @Override
    public void harmful(Traces task) {
        before(task);
        task.succeedsTimes(0.4);
    }

    /** What fails is called again just as it was, and fails again. */
    static final class Repeating extends PoorInstruction {
        private static final String OPERATION = "sql_lite.execute_query";
        private static final String WRONG = "{\"query\":\"slaes\"}";

        Repeating() {
            super(
                    Opportunity.Kind.RETRIES,
                    Measure.ERRORS,
                    USUAL + "\nWhen `" + OPERATION
                            + "` fails, do not call it again with the same arguments: change them, go another way, or"
                            + " say what is in the way.");
        }

        @Override
        public void before(Traces task) {
            if (task.chance(0.8)) {
                task.fails(OPERATION, WRONG);
                task.fails(OPERATION, WRONG);
            }
        }

        @Override
        public void good(Traces task) {
            if (task.chance(0.8)) {
                task.fails(OPERATION, WRONG);
                task.call("sql_lite.list_queries", "{}");
                task.call(OPERATION, "{\"query\":\"sales\"}");
            }
        }
    }

    /** It uses what it does not have. */
    static final class NotAsking extends PoorInstruction {
        NotAsking() {
            super(
                    Opportunity.Kind.TOOL_MISMATCH,
                    Measure.DENIALS,
                    USUAL + "\nYou do not have `terminal` unless it is granted: ask for it before you use it, and where"
                            + " it is denied, do without it.");
        }

        @Override
        public void before(Traces task) {
            if (task.chance(0.8)) {
                task.denied("terminal.execute_command", "{\"argv\":[\"make\"]}");
            }
        }

        @Override
        public void good(Traces task) {
            // It does without.
        }
    }

    /** A line about a tool that none of its tasks uses. */
    static final class NamedInVain extends PoorInstruction {
        private static final double DEAR = 2;

        NamedInVain() {
            super(Opportunity.Kind.UNUSED_TOOL_NAMED, Measure.COST, USUAL);
        }

        @Override
        public void poorFromTheBeginning(Definitions definitions) {
            ObjectNode longer =
                    Json.object().put("instruction", "Read first.\nUse terminal for what takes long.\nThen act.");
            definitions.update(kind(), entity(), longer, 1, Change.by("person:ann", "for later"));
        }

        @Override
        public void before(Traces task) {
            task.costsTimes(DEAR);
        }

        @Override
        public void good(Traces task) {
            // Nothing is thought about it any more.
        }
    }
}
