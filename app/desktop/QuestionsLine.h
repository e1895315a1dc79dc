// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace prohori {

class Session;

/// "3 questions wait for you", and the button that leads to the list of them; nothing while no question is open anywhere.
class QuestionsLine : public QWidget {
    Q_OBJECT
public:
    QuestionsLine(Session& session, QWidget* parent);

    /// The page that it stands on is shown: from now on it knows them.
    void look();

signals:
    void wanted();

private:
    void retell();

    Session& m_session;
    QLabel* m_text;
    QPushButton* m_button;
};

}  // namespace prohori
