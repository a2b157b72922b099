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

    double fraction() {
        // Nothing but digits and a point: NaN and 1e9 are numbers for Java.
        if (value.matches("[01](\\.\\d{1,9})?") && Double.parseDouble(value) <= 1) {
            return Double.parseDouble(value);
        }
        throw faulty("The setting " + place + " is '" + value + "'.", "Use a number from 0 to 1, for instance 0.4.");
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
