package io.zhiyin.app.ingest;

import java.util.Locale;

/** Why an event is in quarantine and not in the log. The codes are the API's: INGEST §2.9, and a few more. */
enum Reason {
    TYPE_UNKNOWN,
    IDENTITY_MISSING,
    EVENT_NAME_MISSING,
    PROPERTIES_NOT_OBJECT,
    OVERSIZE,
    TOO_DEEP,
    TIME_UNPARSABLE,
    TIME_OUT_OF_RANGE,
    ID_TOO_LONG,
    NUL_CHARACTER,
    VALUE_NOT_FINITE,
    TOO_MANY_PROPERTIES,
    AMOUNT_NEGATIVE,
    AMOUNT_UNREADABLE,
    QUANTITY_ILLEGAL,
    /** Half of a surrogate pair: no encoding can write it. */
    TEXT_NOT_UNICODE,
    /** Only in files: a line that is no JSON object. Over HTTP that fails the request. */
    LINE_NOT_JSON;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
