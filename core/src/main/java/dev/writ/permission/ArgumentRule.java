package dev.writ.permission;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a value among the arguments of a call may be: the part of JSON Schema 2020-12 in which it can be told whether one
 * schema allows all that another does. {@link ArgumentSchema} reads and writes it.
 */
sealed interface ArgumentRule {
    boolean permits(JsonNode value);

    /** Whether everything that {@code other} permits is permitted here too; false where that is not plain to see. */
    boolean covers(ArgumentRule other);

    /** Whatever there is. */
    record Anything() implements ArgumentRule {
        @Override
        public boolean permits(JsonNode value) {
            return true;
        }

        @Override
        public boolean covers(ArgumentRule other) {
            return true;
        }
    }

    /** One of these values. */
    record OneOf(List<JsonNode> values) implements ArgumentRule {
        /** As JSON Schema compares: numbers by what they are worth. */
        private static final Comparator<JsonNode> SAME = (one, other) -> {
            if (one.isNumber() && other.isNumber()) {
                return one.decimalValue().compareTo(other.decimalValue());
            }
            return one.equals(other) ? 0 : 1;
        };

        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public boolean permits(JsonNode value) {
            return values.stream().anyMatch(one -> one.equals(SAME, value));
        }

        @Override
        public boolean covers(ArgumentRule other) {
            return allOf(other, this);
        }
    }

    /** A text; lengths in characters as JSON Schema counts them, that is code points. */
    record Text(Optional<TextPattern> pattern, long shortest, long longest) implements ArgumentRule {
        @Override
        public boolean permits(JsonNode value) {
            if (!value.isString()) {
                return false;
            }
            String text = value.stringValue();
            long length = text.codePointCount(0, text.length());
            return length >= shortest
                    && length <= longest
                    && pattern.map(form -> form.isIn(text)).orElse(true);
        }

        @Override
        public boolean covers(ArgumentRule other) {
            return allOf(other, this)
                    || (other instanceof Text text
                            && text.shortest >= shortest
                            && text.longest <= longest
                            && (pattern.isEmpty() || pattern.equals(text.pattern)));
        }
    }

    /** A number between two others, both included. */
    record Number(boolean whole, Optional<BigDecimal> least, Optional<BigDecimal> most) implements ArgumentRule {
        @Override
        public boolean permits(JsonNode value) {
            if (!value.isNumber() || (whole && !isWhole(value))) {
                return false;
            }
            BigDecimal number = value.decimalValue();
            return least.map(low -> number.compareTo(low) >= 0).orElse(true)
                    && most.map(high -> number.compareTo(high) <= 0).orElse(true);
        }

        @Override
        public boolean covers(ArgumentRule other) {
            return allOf(other, this)
                    || (other instanceof Number number
                            && (!whole || number.whole)
                            && least.map(low -> number.least
                                            .map(theirs -> theirs.compareTo(low) >= 0)
                                            .orElse(false))
                                    .orElse(true)
                            && most.map(high -> number.most
                                            .map(theirs -> theirs.compareTo(high) <= 0)
                                            .orElse(false))
                                    .orElse(true));
        }

        private static boolean isWhole(JsonNode value) {
            return value.isIntegralNumber()
                    || value.decimalValue().stripTrailingZeros().scale() <= 0;
        }
    }

    /** A list of at most so many of the same kind. */
    record Items(ArgumentRule each, long most) implements ArgumentRule {
        @Override
        public boolean permits(JsonNode value) {
            return value.isArray()
                    && value.size() <= most
                    && value.valueStream().allMatch(each::permits);
        }

        @Override
        public boolean covers(ArgumentRule other) {
            return allOf(other, this)
                    || (other instanceof Items items && items.most <= most && each.covers(items.each));
        }
    }

    /**
     * An object with these members.
     *
     * @param others whether it may have members of other names, with whatever in them
     */
    record Members(Map<String, ArgumentRule> named, Set<String> required, boolean others) implements ArgumentRule {
        public Members {
            named = Map.copyOf(named);
            required = Set.copyOf(required);
        }

        @Override
        public boolean permits(JsonNode value) {
            return value.isObject()
                    && required.stream().allMatch(value::has)
                    && value.properties().stream()
                            .allMatch(member -> ruleOf(member.getKey())
                                    .map(rule -> rule.permits(member.getValue()))
                                    .orElse(others));
        }

        @Override
        public boolean covers(ArgumentRule other) {
            return allOf(other, this)
                    || (other instanceof Members members
                            && (others || (!members.others && named.keySet().containsAll(members.named.keySet())))
                            && members.required.containsAll(required)
                            && named.entrySet().stream().allMatch(member -> coversMember(member, members)));
        }

        private static boolean coversMember(Map.Entry<String, ArgumentRule> member, Members narrower) {
            return narrower.ruleOf(member.getKey())
                    .map(member.getValue()::covers)
                    .orElse(!narrower.others || member.getValue() instanceof Anything);
        }

        private Optional<ArgumentRule> ruleOf(String name) {
            return Optional.ofNullable(named.get(name));
        }
    }

    /** Whether the other names its values one by one, and the rule permits each. */
    private static boolean allOf(ArgumentRule other, ArgumentRule rule) {
        return other instanceof OneOf values && values.values().stream().allMatch(rule::permits);
    }
}
