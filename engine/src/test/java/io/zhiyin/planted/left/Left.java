package io.zhiyin.planted.left;

import io.zhiyin.planted.right.Right;

/** Half of a planted cycle. */
public record Left(int depth) {
    public Right other() {
        return new Right(depth + 1);
    }
}
