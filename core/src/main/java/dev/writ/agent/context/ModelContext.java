package dev.writ.agent.context;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that a model read for one turn.
 *
 * @param step number of the turn, from 1
 * @param steps all steps of the task that can be asked for
 * @param at when the model had answered; empty where it has not
 * @param model its name; "" where it was not asked yet
 * @param counted input tokens as the model reported them; 0 where it did not
 * @param removed names of functions that were there one step before
 * @param gaps what could not be told exactly, in sentences; empty where the context is exact
 */
public record ModelContext(
        String task,
        String agent,
        int step,
        List<Integer> steps,
        State state,
        Optional<Instant> at,
        String model,
        long counted,
        List<Block> blocks,
        List<String> removed,
        List<String> gaps) {
    /** What became of the turn. */
    public enum State {
        ANSWERED,
        FAILED,
        /** The model has not answered: this is what it reads, or would read now. */
        NEXT;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the whole took of the context. */
    public long tokens() {
        return blocks.stream().mapToLong(Block::tokens).sum();
    }
}
