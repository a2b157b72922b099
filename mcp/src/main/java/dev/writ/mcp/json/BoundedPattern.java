package dev.writ.mcp.json;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * The pattern of a schema, which gives up where it would try for hours: some patterns take time exponential in the text
 * they are compared with.
 */
final class BoundedPattern implements RegularExpression {
    private static final long MOST_LOOKS = 2_000_000;

    private final Pattern pattern;

    BoundedPattern(String regex) {
        this.pattern = Pattern.compile(
                RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(regex)));
    }

    /** @throws TooCostly where it would have to look at characters too often */
    @Override
    public boolean matches(String value) {
        return pattern.matcher(new Counted(value)).find();
    }

    static final class TooCostly extends RuntimeException {
        private TooCostly() {
            super("The pattern takes too long.", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long looks;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            if (looks > MOST_LOOKS) {
                throw new TooCostly();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
