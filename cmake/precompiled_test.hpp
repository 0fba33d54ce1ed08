// What every test program includes besides (cmake/precompiled.cmake).
#pragma once

#include <gtest/gtest.h>
