package dev.writ.permission;

import java.util.List;

/** A pattern over parsed arguments, never over text; its tokens are those of {@link PatternText}. Immutable. */
sealed interface CommandPattern {
    boolean matches(List<String> argv);

    PatternSteps steps();

    /** Whether every command line that {@code narrower} matches is matched here too; false where that is not shown. */
    default boolean covers(CommandPattern narrower) {
        return steps().covers(narrower.steps());
    }

    static CommandPattern of(List<String> tokens) {
        return PatternText.isPlain(tokens)
                ? new Plain(List.copyOf(tokens))
                : new Typed(new PatternSteps(PatternText.elements(tokens)));
    }

    static boolean matches(List<String> pattern, List<String> argv) {
        return of(pattern).matches(argv);
    }

    static boolean covers(List<String> wider, List<String> narrower) {
        return of(wider).covers(of(narrower));
    }

    /** Each token stands for itself, {@code *} for one argument, a last {@code **} for any: most grants are of these. */
    record Plain(List<String> tokens) implements CommandPattern {
        @Override
        public boolean matches(List<String> argv) {
            boolean open = !tokens.isEmpty() && tokens.getLast().equals("**");
            int fixed = open ? tokens.size() - 1 : tokens.size();
            if (open ? argv.size() < fixed : argv.size() != fixed) {
                return false;
            }
            for (int i = 0; i < fixed; i++) {
                if (!tokens.get(i).equals("*") && !tokens.get(i).equals(argv.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public PatternSteps steps() {
            return new PatternSteps(PatternText.elements(tokens));
        }
    }

    /** With types or options in it. */
    record Typed(PatternSteps steps) implements CommandPattern {
        @Override
        public boolean matches(List<String> argv) {
            return steps.matches(argv);
        }
    }
}
