package dev.writ.model.playbook.reading;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number that a program prints under a name: {@code latency: 12.3}, {@code SCORE=4}. */
public final class PrintedNumber {
    private PrintedNumber() {}

    /** The last one printed; empty when there is none. */
    public static OptionalDouble find(String output, String name) {
        Matcher matcher = Pattern.compile("(?i)(?<![\\w.])\"?" + Pattern.quote(name)
                        + "\"?(?:\\s*\\([^)]*\\))?\\s*(?:[:=]|\\bis\\b)\\s*(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)")
                .matcher(output);
        OptionalDouble last = OptionalDouble.empty();
        while (matcher.find()) {
            last = OptionalDouble.of(Double.parseDouble(matcher.group(1)));
        }
        return last;
    }
}
