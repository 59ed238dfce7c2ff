#include "assess/own.h"

/* Until the register of documents is there, no leaf has documents. */
Err sheet_evidence(Ctx *c, SheetData *d)
{
    (void)c;
    (void)d;
    return OK;
}
