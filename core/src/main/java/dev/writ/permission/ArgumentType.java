package dev.writ.permission;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What one argument of a command line may be. No type holds an argument that is empty or begins with {@code -} or
 * {@code @}: programs would read an option or a file of further arguments there. Each type holds all of those before it.
 */
enum ArgumentType {
    /** Up to eighteen digits. */
    NUMBER {
        @Override
        boolean holds(String argument) {
            return argument.length() <= 18 && argument.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    },
    /** A name: letters, digits and the marks below, the first one a letter, a digit or a low line; so no {@code a=b}. */
    WORD {
        @Override
        boolean holds(String argument) {
            int first = argument.codePointAt(0);
            return (Character.isLetterOrDigit(first) || first == '_')
                    && argument.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
        }
    },
    /** A path below the folder the command starts in; the sandbox guards against what links in it lead to. */
    PATH {
        @Override
        boolean holds(String argument) {
            return argument.charAt(0) != '/'
                    && argument.charAt(0) != '~'
                    && !argument.contains("://")
                    && !("/" + argument + "/").contains("/../")
                    && argument.chars().noneMatch(Character::isISOControl);
        }
    },
    /** Anything else that is no option. */
    TEXT {
        @Override
        boolean holds(String argument) {
            return argument.indexOf('\0') < 0;
        }
    };

    private static final String MARKS = "_.,:+%~^-";

    abstract boolean holds(String argument);

    boolean accepts(String argument) {
        return !argument.isEmpty() && argument.charAt(0) != '-' && argument.charAt(0) != '@' && holds(argument);
    }

    boolean includes(ArgumentType other) {
        return compareTo(other) >= 0;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ArgumentType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id().equals(id)).findFirst();
    }
}
