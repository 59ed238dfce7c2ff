#include "base/test.h"
#include "doc/sandbox.h"

int main(int argc, char **argv)
{
    sandbox_child(argc, argv);
    return test_main(argc, argv);
}
