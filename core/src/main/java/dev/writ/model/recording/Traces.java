package dev.writ.model.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What differs between two runs of the same work: ids, points in time and durations. Ids become their number in the order
 * of first appearance, so that it still matters which stands where. Collects over one request; for one thread.
 */
final class Traces {
    /** As {@link dev.writ.TimeOrderedIds} makes them. */
    private static final Pattern ID = Pattern.compile("\\b[a-z]+(?:_[a-z]+)*_[0-9a-hjkmnp-tv-z]{20}\\b");

    private static final Pattern TIME =
            Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})?");
    private static final Pattern DURATION = Pattern.compile(
            "(?<name>\"(?:\\w+_)?(?:ms|seconds)\"\\s?:\\s?)[\\d.]+|\\b\\d+(?:\\.\\d+)? ?(?:ms|s|seconds|milliseconds)\\b");

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    String removeFrom(String text) {
        String withoutIds = ID.matcher(text).replaceAll(found -> "<id " + number(found.group()) + ">");
        String withoutTimes = TIME.matcher(withoutIds).replaceAll("<time>");
        return DURATION.matcher(withoutTimes)
                .replaceAll(found -> found.group("name") == null
                        ? "<duration>"
                        : Matcher.quoteReplacement(found.group("name") + "<duration>"));
    }

    private int number(String id) {
        return numbers.computeIfAbsent(id, first -> {
            ids.add(first);
            return ids.size();
        });
    }

    /** Every id that was removed, in the order in which it first appeared. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    /** The text with the ids of one run replaced by those in the same places of another. */
    static String translate(String text, List<String> from, List<String> to) {
        Map<String, String> ids = new HashMap<>();
        for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
            ids.put(from.get(i), to.get(i));
        }
        return ID.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(ids.getOrDefault(found.group(), found.group())));
    }
}
