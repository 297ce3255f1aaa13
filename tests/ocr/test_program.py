"""Lines and names of programs stay; ruined text that looks a little like them is mended."""

from __future__ import annotations

import pytest

from ocr.repair import repair

PROGRAM = """for i in range(len(namnder)):
    namnd = namnder[i]
    if namnd.ar == 2019 and fordelning > 0:
        belopp_per_ar[namnd] = fordelning / antal_ar
        print(namnd, belopp_per_ar, for_nasta_ar)
def las_arenden(fil, ar):
    return hamta_fran(fil, ar)
"""
QUERY = """var namnd = hamta("socialnamnden");
function oppna(arende) {
    arende.oppna(namnd, true);
}
"""
RUINED = "Namnden foreslar att fragan bor utredas vidare (se bilaga 2) och att atgarderna foljs upp.\n"
TRUTH = "Nämnden föreslår att frågan bör utredas vidare (se bilaga 2) och att åtgärderna följs upp.\n"


@pytest.mark.parametrize("program", [PROGRAM, QUERY])
def test_a_program_stays_alone_and_in_a_ruined_text(program: str) -> None:
    assert repair(program).text == program
    assert repair(RUINED + program + RUINED).text == TRUTH + program + TRUTH


NO_PROGRAM = [
    (
        "Beslut for aret: namnden foreslar (enligt bilagan) foljande:",
        "Beslut för året: nämnden föreslår (enligt bilagan) följande:",
    ),
    ("for varje arende (i namnden) galler foljande:", "för varje ärende (i nämnden) gäller följande:"),
    ("Atgarder = de som namnden foreslar", "Åtgärder = de som nämnden föreslår"),
]


@pytest.mark.parametrize(("ruined", "truth"), NO_PROGRAM)
def test_ruined_text_with_such_signs_is_mended(ruined: str, truth: str) -> None:
    assert repair(f"{RUINED}{ruined}\n{RUINED}").text == f"{TRUTH}{truth}\n{TRUTH}"
