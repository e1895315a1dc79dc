// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <memory>

namespace prohori {

/// A picture as it is shown: rows of red, green, blue, one byte each.
struct PaperPicture {
    int width = 0, height = 0;
    QByteArray rgb;
};

/// What the caged program answered, checked: Invalid for anything but one PPM of exactly the size it says, at most `mostSide` a side.
Result<PaperPicture> readPicture(const QByteArray& answer, int mostSide);

/** Draws one paper in a process of its own that can do nothing else (app/look/Cage.h; SEC-78, SEC-86). One at a time: show() drops the one
    before. Its death, its silence (20 s) and nonsense are answers.
*/
class PaperLook : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostSide = 2048;

    /// @param program the caged program; empty: lookProgram().
    explicit PaperLook(QObject* parent = nullptr, const QString& program = {}, int limitMs = 20'000);
    ~PaperLook() override;

    /// image/jpeg, image/png, or a page (1 …) of application/pdf, no side longer than `side`.
    void show(const QByteArray& content, const QString& mediaType, int page, int side);
    void drop();

signals:
    void shown(const prohori::PaperPicture& picture);
    /// Hints: "no-program", "no-cage", "too-slow", "no-picture".
    void failed(const QString& hint);

private:
    void answer();
    void giveUp(const QString& hint);

    QString m_program;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_answer;
    QTimer m_limit;
};

}  // namespace prohori
