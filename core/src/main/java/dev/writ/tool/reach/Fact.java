package dev.writ.tool.reach;

import java.util.List;
import java.util.Locale;

/**
 * One thing that is known about the reach of a grant.
 *
 * @param subject what it is about
 * @param words a sentence or two for people; names in it are shown as text
 * @param examples names of files, branches or hosts, a few of them; untrusted
 */
public record Fact(Subject subject, String words, Tone tone, List<String> examples) {
    /** What facts are about, in the order in which they are told. */
    public enum Subject {
        CHANGES("Could change"),
        READS("Could read"),
        SENSITIVE("Looks sensitive"),
        NETWORK("Network"),
        BRANCHES("Branches"),
        REMOTES("Goes to"),
        UNDO("Undo"),
        UNKNOWN("Not known");

        private final String title;

        Subject(String title) {
            this.title = title;
        }

        /** As people read it. */
        public String title() {
            return title;
        }

        /** As the API names it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it calms, says only what is, or calls for a second look. */
    public enum Tone {
        GOOD,
        PLAIN,
        CAUTION;

        /** As the API names it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Fact {
        examples = List.copyOf(examples);
    }

    static Fact of(Subject subject, String words, Tone tone) {
        return new Fact(subject, words, tone, List.of());
    }
}
