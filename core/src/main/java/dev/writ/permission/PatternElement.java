package dev.writ.permission;

import java.util.List;
import java.util.Optional;

/** What one token of a command pattern stands for. */
sealed interface PatternElement {
    /** One argument. */
    record One(ArgumentForm form) implements PatternElement {}

    /** One argument, or none. */
    record Perhaps(ArgumentForm form) implements PatternElement {}

    /** Any number of arguments, also none. */
    record Many(ArgumentForm form) implements PatternElement {}

    /** One of these options or none; if {@code repeated}, any number of them in any order. */
    record Options(List<Option> choices, boolean repeated) implements PatternElement {
        public Options {
            choices = List.copyOf(choices);
        }
    }

    /** @param value the argument behind it; empty for an option that takes none or holds its own */
    record Option(ArgumentForm flag, Optional<ArgumentForm> value) {}
}
