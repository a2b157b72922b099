package dev.writ;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A part of the configuration that knows its place, so that every complaint names the faulty key. */
public record Setting(String place, JsonNode value) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)}");

    /** @throws WritException unless this is an object with no keys but these */
    public Setting object(Set<String> keys) {
        if (!value.isObject()) {
            throw wrong(
                    "must be a group of keys", "Give " + keys.stream().sorted().toList() + ".");
        }
        for (String key : value.propertyNames()) {
            if (!keys.contains(key)) {
                throw new Setting(place + "." + key, value)
                        .wrong(
                                "is not a known key",
                                "Known here: " + keys.stream().sorted().toList() + ".");
            }
        }
        return this;
    }

    /** The members of a list; none for a missing key. */
    public List<Setting> list(String key) {
        Optional<Setting> child = child(key);
        return child.isPresent() ? child.get().elements() : List.of();
    }

    /** The members of this list. */
    public List<Setting> elements() {
        if (!value.isArray()) {
            throw wrong("must be a list", "Start each member with a dash.");
        }
        List<Setting> members = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            members.add(new Setting(place + "[" + i + "]", value.get(i)));
        }
        return members;
    }

    public List<String> texts(String key) {
        return list(key).stream().map(Setting::text).toList();
    }

    public String required(String key) {
        return child(key)
                .map(Setting::text)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> at(key).wrong("is missing", "Add it."));
    }

    public String text(String key, String otherwise) {
        return child(key).map(Setting::text).orElse(otherwise);
    }

    public boolean truth(String key) {
        Optional<Setting> child = child(key);
        if (child.isPresent() && !child.get().value.isBoolean()) {
            throw at(key).wrong("must be true or false", "Write it without quotes.");
        }
        return child.isPresent() && child.get().value.booleanValue();
    }

    public OptionalLong whole(String key) {
        Optional<Setting> child = child(key);
        if (child.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode number = child.get().value;
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw at(key).wrong("must be a whole number", "Write it without quotes.");
        }
        return OptionalLong.of(number.longValue());
    }

    public OptionalDouble number(String key) {
        Optional<Setting> child = child(key);
        if (child.isEmpty()) {
            return OptionalDouble.empty();
        }
        JsonNode number = child.get().value;
        if (!number.isNumber() || !Double.isFinite(Double.parseDouble(number.asString()))) {
            throw at(key).wrong("must be a finite number", "Write it without quotes.");
        }
        return OptionalDouble.of(Double.parseDouble(number.asString()));
    }

    public Optional<Setting> child(String key) {
        JsonNode child = value.path(key);
        return child.isMissingNode() ? Optional.empty() : Optional.of(new Setting(place + "." + key, child));
    }

    /** The place of a key that may be missing, for complaints about it. */
    public Setting at(String key) {
        return new Setting(place + "." + key, value);
    }

    public WritException wrong(String what, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, "The setting " + place + " " + what + ".", hint);
    }

    /** @throws WritException unless this is a text */
    public String text() {
        if (!value.isString()) {
            throw wrong("must be text", "Put it in quotes.");
        }
        return value.stringValue();
    }

    /**
     * A text in which {@code ${NAME}} stands for a variable of the environment: so secrets need not be in the file.
     *
     * @throws WritException where a variable is not set
     */
    public String text(Map<String, String> environment) {
        String text = text();
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder whole = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String found = Optional.ofNullable(environment.get(name))
                    .orElseThrow(() -> wrong(
                            "refers to the variable " + name + ", which is not set",
                            "Set it where Writ is started, or take the reference out."));
            matcher.appendReplacement(whole, Matcher.quoteReplacement(found));
        }
        if (text.replaceAll(VARIABLE.pattern(), "").contains("${")) {
            throw wrong("refers to something that is no variable", "Write ${NAME} for a variable of Writ's own.");
        }
        return matcher.appendTail(whole).toString();
    }

    /** Texts by names of the file's own, each as {@link #text(Map)}; none for a missing key. */
    public Map<String, String> textsByName(String key, Map<String, String> environment) {
        Map<String, String> texts = new LinkedHashMap<>();
        child(key).ifPresent(section -> {
            section.object(Set.copyOf(section.value().propertyNames()));
            section.value()
                    .propertyNames()
                    .forEach(name ->
                            texts.put(name, section.child(name).orElseThrow().text(environment)));
        });
        return texts;
    }
}
