package dev.writ.permission;

/** What a pattern says of one argument. */
sealed interface ArgumentForm {
    boolean matches(String argument);

    /** Whether every argument that {@code other} matches is matched here too; false where that is not plain to see. */
    boolean covers(ArgumentForm other);

    /** This text and no other. */
    record Exactly(String text) implements ArgumentForm {
        @Override
        public boolean matches(String argument) {
            return text.equals(argument);
        }

        @Override
        public boolean covers(ArgumentForm other) {
            return equals(other);
        }
    }

    /** Any argument, options included. */
    record Anything() implements ArgumentForm {
        @Override
        public boolean matches(String argument) {
            return true;
        }

        @Override
        public boolean covers(ArgumentForm other) {
            return true;
        }
    }

    /** An argument of a type. */
    record Typed(ArgumentType type) implements ArgumentForm {
        @Override
        public boolean matches(String argument) {
            return type.accepts(argument);
        }

        @Override
        public boolean covers(ArgumentForm other) {
            return switch (other) {
                case Exactly exactly -> type.accepts(exactly.text);
                case Typed typed -> type.includes(typed.type);
                case Anything ignored -> false;
                case Letters ignored -> false;
                case Prefixed ignored -> false;
            };
        }
    }

    /** One or more of these letters behind one dash, as in {@code -la}. */
    record Letters(String letters) implements ArgumentForm {
        @Override
        public boolean matches(String argument) {
            return argument.length() > 1
                    && argument.charAt(0) == '-'
                    && argument.chars().skip(1).allMatch(c -> letters.indexOf(c) >= 0);
        }

        @Override
        public boolean covers(ArgumentForm other) {
            return switch (other) {
                case Exactly exactly -> matches(exactly.text);
                case Letters fewer -> fewer.letters.chars().allMatch(c -> letters.indexOf(c) >= 0);
                case Anything ignored -> false;
                case Typed ignored -> false;
                case Prefixed ignored -> false;
            };
        }
    }

    /** An option and its value in one argument, as in {@code --lines=5}. */
    record Prefixed(String prefix, ArgumentType type) implements ArgumentForm {
        @Override
        public boolean matches(String argument) {
            return argument.startsWith(prefix) && type.accepts(argument.substring(prefix.length()));
        }

        @Override
        public boolean covers(ArgumentForm other) {
            return switch (other) {
                case Exactly exactly -> matches(exactly.text);
                case Prefixed same -> prefix.equals(same.prefix) && type.includes(same.type);
                case Anything ignored -> false;
                case Typed ignored -> false;
                case Letters ignored -> false;
            };
        }
    }
}
