// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>

namespace prohori {

/// A picture as it is kept: its size as its header says, and its bytes without what tells of place, device or people.
struct PictureParts {
    int width = 0, height = 0;
    QByteArray content;
    bool cleaned = false;  ///< something was left out
};

/** Walks through the parts of a picture without decoding it. Left out: all application and comment segments of a JPEG but the one that
    says how its colours are meant (JFIF, ICC, Adobe); all chunks of a PNG that are not needed to draw it. Which way up a picture was
    taken is all that is kept of an EXIF part. Invalid, hint "damaged" where the parts do not fit, or "double" where bytes stand behind the end.
*/
Result<PictureParts> cleanJpeg(const QByteArray& content);
Result<PictureParts> cleanPng(const QByteArray& content);

}  // namespace prohori
