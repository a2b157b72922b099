package dev.writ.improvement.world;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.improvement.gate.Measure;
import dev.writ.insight.Opportunity;
import tools.jackson.databind.node.ObjectNode;

/** Something about an agent that makes each of its tasks dearer than it need be. */
abstract class PoorAgent implements Plant {
    static final String AGENT = "clerk";
    static final String TOOL = "file_system_listing";
    static final String SCOPE = "{\"read\":[\"**\"],\"write\":[]}";
    static final String READING = "{\"path\":\"ledger.txt\"}";

    private static final String START =
            "{\"tools\":[{\"tool\":\"%s\",\"operations\":[],\"scope\":%s,\"minutes\":60}]}".formatted(TOOL, SCOPE);
    private static final String READ = TOOL + ".read_file";

    /** How much dearer what is poor makes a task. */
    private static final double DEAR = 2;

    private final Opportunity.Kind found;
    private final String answer;

    PoorAgent(Opportunity.Kind found, String answer) {
        this.found = found;
        this.answer = answer;
    }

    @Override
    public Opportunity.Kind found() {
        return found;
    }

    @Override
    public Measure aim() {
        return Measure.COST;
    }

    @Override
    public EntityKind kind() {
        return EntityKind.AGENT;
    }

    @Override
    public String entity() {
        return AGENT;
    }

    @Override
    public ObjectNode answer() {
        return Json.parseObject(answer);
    }

    /** A tool that most tasks need, and that none has at its start. */
    static final class MissingTool extends PoorAgent {
        private final double share;

        /** @param share of the tasks that need it */
        MissingTool(Opportunity.Kind found, double share) {
            super(found, START);
            this.share = share;
        }

        @Override
        public void before(Traces task) {
            if (task.chance(share)) {
                switch (found()) {
                    case TOOL_ROUND_TRIPS -> task.asksForTools();
                    case DENIED_THEN_GRANTED -> task.denied(READ, READING);
                    default -> {
                        // Whoever gives it the task asks for the tool, too.
                    }
                }
                uses(task);
                task.costsTimes(DEAR);
            }
        }

        private static void uses(Traces task) {
            task.granted(TOOL, 1);
            task.call(READ, READING);
        }

        @Override
        public void good(Traces task) {
            uses(task);
        }

        /** With the tool at hand it asks for something else instead. */
        @Override
        public void neutral(Traces task) {
            uses(task);
            task.costsTimes(task.chance(share) ? DEAR : 1);
        }

        /** With the tool at hand it reads on and on. */
        @Override
        public void harmful(Traces task) {
            neutral(task);
            task.fails(READ, "{\"path\":\"not-there.txt\"}");
            task.succeedsTimes(0.4);
        }
    }

    /** A tool that each task gets at its start, and that hardly any uses. */
    static final class IdleTool extends PoorAgent {
        IdleTool() {
            super(Opportunity.Kind.UNUSED_GRANTS, "{\"tools\":[]}");
        }

        @Override
        public void poorFromTheBeginning(Definitions definitions) {
            definitions.update(kind(), entity(), Json.parseObject(START), 1, Change.by("person:ann", "just in case"));
        }

        @Override
        public void before(Traces task) {
            if (task.chance(0.2)) {
                MissingTool.uses(task);
            } else {
                task.granted(TOOL, 0);
            }
            task.costsTimes(DEAR);
        }

        @Override
        public void good(Traces task) {
            if (task.chance(0.2)) {
                task.asksForTools();
                MissingTool.uses(task);
                task.costsTimes(DEAR);
            }
        }

        /** What costs so much is something else. */
        @Override
        public void neutral(Traces task) {
            good(task);
            task.costsTimes(task.askedForTools() ? 1 : DEAR);
        }

        /** It was a reminder, without which the agent goes wrong. */
        @Override
        public void harmful(Traces task) {
            neutral(task);
            task.denied(READ, READING);
            task.succeedsTimes(0.4);
        }
    }

    /** A long document that each task reads, and that none is about. */
    static final class LongDocument extends PoorAgent {
        static final String LAW = "tax-law";

        LongDocument() {
            super(Opportunity.Kind.CONTEXT_BLOAT, "{\"documents\":[\"untrusted-text\"]}");
        }

        @Override
        public void before(Traces task) {
            task.isShown(LAW, 20_000);
            task.costsTimes(DEAR);
        }

        @Override
        public void good(Traces task) {
            task.isShown("untrusted-text", 900);
        }

        /** The agent looks for it, and reads it after all. */
        @Override
        public void neutral(Traces task) {
            good(task);
            task.costsTimes(DEAR);
        }

        /** Nobody names it, and it is needed all the same. */
        @Override
        public void harmful(Traces task) {
            good(task);
            task.succeedsTimes(0.4);
        }
    }

    /** An agent that makes the same call over and over in most of its tasks, and may go on for long. */
    static final class Circling extends PoorAgent {
        Circling() {
            super(Opportunity.Kind.LOOP, "{\"maximum_turns\":20}");
        }

        @Override
        public void before(Traces task) {
            if (task.chance(0.8)) {
                for (int again = 0; again < 5; again++) {
                    task.call(READ, READING);
                }
                task.costsTimes(2.2);
            } else {
                task.call(READ, READING);
            }
        }

        @Override
        public void good(Traces task) {
            task.call(READ, READING);
        }

        /** Its circles end before the limit. */
        @Override
        public void neutral(Traces task) {
            before(task);
        }

        /** With few turns left it gives up. */
        @Override
        public void harmful(Traces task) {
            before(task);
            task.succeedsTimes(0.4);
        }
    }
}
