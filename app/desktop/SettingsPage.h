// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;

namespace prohori {

/// What a person may set for the look. Kept in the user's configuration; never a secret.
struct LookSettings {
    QString theme = QStringLiteral("light");  ///< light, dark
    int textPercent = 100;                    ///< 100, 125, 150
    QString language = QStringLiteral("en");  ///< en, bn

    static LookSettings load();
    void save() const;
};

/// Theme, text size and language; each takes effect at once.
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(const LookSettings& look, const QString& about, QWidget* parent = nullptr);

signals:
    void lookChanged(const prohori::LookSettings& settings);

private:
    void takeOver();

    QComboBox* m_theme;
    QComboBox* m_size;
    QComboBox* m_language;
};

}  // namespace prohori
