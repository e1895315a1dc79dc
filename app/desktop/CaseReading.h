// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"

#include <QWidget>

namespace prohori {

class FormBesidePapers;
class FormView;
class PapersPane;

/** A case to be read and not changed: its form, with names closed, and beside it its papers where it has some; beside each other or in turn as
    FormBesidePapers has room. Esc goes from the papers to the form, and from the form out (left()).
*/
class CaseReading : public QWidget {
    Q_OBJECT
public:
    explicit CaseReading(Session& session, QWidget* parent = nullptr);
    ~CaseReading() override;

    /// The same state of the same case stays as it is, with its place in the form and the paper that is looked at.
    void showCase(const CaseView& view);
    void clear();
    /// Into the papers where there are any, else into the form.
    void enter();
    /// From the form to the papers; false where nothing is left to go to: they have the focus, or there are none.
    bool goToPapers();

signals:
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void drawIn(const FormEnginePtr& engine);

    Session& m_session;
    SodiumRandom m_random;  ///< asked for by the form; a read one makes no rows
    std::optional<CaseView> m_view;
    FormEnginePtr m_engine;
    FormView* m_form;
    PapersPane* m_papers;
    FormBesidePapers* m_body;
};

}  // namespace prohori
