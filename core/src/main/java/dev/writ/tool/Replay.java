package dev.writ.tool;

import dev.writ.permission.PolicyAnswer;
import dev.writ.permission.Replayed;
import dev.writ.permission.Replayed.Gap;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What another policy would have decided on what is on record.
 *
 * @param since decisions from then on were looked at
 * @param lookedAt how many there were
 * @param differing how many would be others
 * @param differences those that would be others, oldest first, as many as are told
 * @param untold how many cannot be told, by what the record lacks
 */
public record Replay(
        Instant since, long lookedAt, long differing, List<Difference> differences, Map<Gap, Long> untold) {
    public Replay {
        differences = List.copyOf(differences);
        untold = Map.copyOf(untold);
    }

    /** How many cannot be told. */
    public long untellable() {
        return untold.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was decided on. */
    public enum Kind {
        CALL,
        GRANT;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One decision that would be another.
     *
     * @param id of the call; or of the grant, of the approval request, or of the task that asked in vain
     * @param what the operation, or the tool of a grant
     * @param touches what it touches in words, or the scope as JSON
     * @param before what was decided
     * @param after what would be
     * @param sentence why
     */
    public record Difference(
            Kind kind,
            String id,
            Instant at,
            String task,
            String agent,
            String what,
            String touches,
            PolicyAnswer before,
            PolicyAnswer after,
            String sentence) {
        static Difference of(ToolUsage record, String touches, Replayed.Differs differs) {
            return new Difference(
                    Kind.CALL,
                    record.call(),
                    record.startedAt(),
                    record.task(),
                    record.agent(),
                    record.tool() + "." + record.operation(),
                    touches,
                    differs.before(),
                    differs.after(),
                    differs.sentence());
        }
    }
}
