package dev.writ.model.settings;

import dev.writ.FailureCode;
import dev.writ.WritException;

/**
 * One value with where it stands.
 *
 * @param place for messages: {@code WRIT_MODEL} or {@code model.name}
 */
record Setting(String value, String place) {
    int number(int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(least, most);
        }
        throw notANumber(least, most);
    }

    private WritException notANumber(int least, int most) {
        return faulty(
                "The setting " + place + " is '" + value + "'.",
                "Use a whole number from " + least + " to " + most + ".");
    }

    static WritException faulty(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }
}
