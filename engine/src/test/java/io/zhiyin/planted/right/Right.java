package io.zhiyin.planted.right;

import io.zhiyin.planted.left.Left;

/** Half of a planted cycle. */
public record Right(int depth) {
    public Left other() {
        return new Left(depth + 1);
    }
}
