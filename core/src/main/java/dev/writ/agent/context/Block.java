package dev.writ.agent.context;

import dev.writ.label.Label;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A piece of what a model read.
 *
 * @param title what it is, in a few words: the name of a document, of a function, of who speaks
 * @param label where its words come from, as the origin check counts it
 * @param text as the model read it
 * @param tokens what it took of the context; an estimate, scaled to what the model counted where that is known
 * @param at when it was said; empty for descriptions of tools
 * @param position of its message in the conversation, from 1; 0 for descriptions of tools
 * @param change how it differs from what the model read one step before
 */
public record Block(
        Kind kind,
        String title,
        Origin origin,
        Label label,
        String text,
        long tokens,
        Optional<Instant> at,
        int position,
        Change change) {
    /** What a block is. */
    public enum Kind {
        INSTRUCTION,
        DOCUMENT,
        REQUEST,
        REPLY,
        RESULT,
        FUNCTION;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who wrote it. */
    public enum Origin {
        /** Writ itself, or a definition that came with it. */
        WRIT,
        PERSON,
        AGENT,
        TOOL,
        /** Somebody whom nobody here vouches for: its words are data, never orders. */
        OUTSIDE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a block stands to the step before. */
    public enum Change {
        SAME,
        ADDED,
        /** The function was there, with other words. */
        CHANGED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Block taking(long counted) {
        return new Block(kind, title, origin, label, text, counted, at, position, change);
    }
}
